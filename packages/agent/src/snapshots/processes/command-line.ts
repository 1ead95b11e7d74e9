/** More than this of a command line is cut: rows travel, and a class path can be a megabyte. */
export const maxCommandLineBytes = 4096;

/**
 * `/proc/<pid>/cmdline`: arguments ended by NUL, empty ones kept. A program that writes its own title leaves one text
 * and pads the rest with NULs, which are no arguments.
 */
export function parseCommandLine(bytes: Buffer, length: number): readonly string[] {
  if (length <= 0) {
    return empty;
  }
  const isCut = length > maxCommandLineBytes;
  let end = isCut ? maxCommandLineBytes : length;
  if (!isCut) {
    let last = end;
    while (last > 0 && bytes[last - 1] === 0) {
      last--;
    }
    const isTitle = bytes.subarray(0, last).indexOf(0) < 0 && end - last > 1;
    end = isTitle ? last : bytes[end - 1] === 0 ? end - 1 : end;
    if (last === 0) {
      return empty;
    }
  }
  const values = bytes.toString('utf8', 0, end).split('\0');
  if (isCut) {
    values[values.length - 1] = `${values[values.length - 1]}…`;
  }
  return values;
}

const empty: readonly string[] = Object.freeze([]);

/** The kernel cuts names at 15 bytes; the program's own name continues it when it begins the same (as psutil does). */
export function fullName(name: string, cmdline: readonly string[]): string {
  if (name.length < 15 || cmdline.length === 0) {
    return name;
  }
  const program = cmdline[0] as string;
  const base = program.slice(program.lastIndexOf('/') + 1);
  return base.startsWith(name) && base.length <= 255 ? base : name;
}
