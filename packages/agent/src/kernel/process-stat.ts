/** What `/proc/<pid>/stat` tells (proc_pid_stat(5)). One object is filled again and again. */
export class ProcessStat {
  /** Where the name stands in the bytes; it may hold anything but NUL. */
  nameStart = 0;
  nameEnd = 0;
  state = 0;
  ppid = 0;
  processGroup = 0;
  session = 0;
  ttyNumber = 0;
  flags = 0;
  cpuTicks = 0;
  priority = 0;
  nice = 0;
  threads = 0;
  startTicks = 0;
  virtualBytes = 0;
  residentPages = 0;
  /** Address of the program's code: it moves when another program is executed. 0 when privileges hide it. */
  codeAddress = 0;
  processor = -1;
  policy = 0;
}

const [space, minus, zero, open, close] = [32, 45, 48, 40, 41];
/** `tcomm[64]` of the kernel's proc_task_name: the closing parenthesis cannot be further away. */
const longestName = 64;
const kernelThreadFlag = 0x0020_0000;

/**
 * False when the bytes are not such a line. The name ends at the last `)`, since it may itself hold parentheses,
 * spaces and newlines; what follows it is numbers and one letter. `wanted` stops early: 28 spares the rest of the line.
 */
export function parseProcessStat(bytes: Uint8Array, length: number, into: ProcessStat, wanted = 28): boolean {
  let start = 0;
  while (start < length && bytes[start] !== open) {
    start++;
  }
  let end = Math.min(length - 1, start + longestName + 1);
  while (end > start && bytes[end] !== close) {
    end--;
  }
  if (end <= start || end + 2 >= length) {
    return false;
  }
  into.nameStart = start + 1;
  into.nameEnd = end;
  into.state = bytes[end + 2] as number;
  let field = 4;
  let value = 0;
  let negative = false;
  for (let index = end + 4; index < length && field <= wanted; index++) {
    const byte = bytes[index] as number;
    if (byte >= zero) {
      value = value * 10 + (byte - zero);
    } else if (byte === minus) {
      negative = true;
    } else if (byte === space || byte === 10) {
      store(into, field, negative ? -value : value);
      field++;
      value = 0;
      negative = false;
    } else {
      return false;
    }
  }
  return field > 24;
}

function store(into: ProcessStat, field: number, value: number): void {
  switch (field) {
    case 4:
      into.ppid = value;
      break;
    case 5:
      into.processGroup = value;
      break;
    case 6:
      into.session = value;
      break;
    case 7:
      into.ttyNumber = value;
      break;
    case 9:
      into.flags = value;
      break;
    case 14:
      into.cpuTicks = value;
      break;
    case 15:
      into.cpuTicks += value;
      break;
    case 18:
      into.priority = value;
      break;
    case 19:
      into.nice = value;
      break;
    case 20:
      into.threads = value;
      break;
    case 22:
      into.startTicks = value;
      break;
    case 23:
      into.virtualBytes = value;
      break;
    case 24:
      into.residentPages = value;
      break;
    case 26:
      into.codeAddress = value;
      break;
    case 39:
      into.processor = value;
      break;
    case 41:
      into.policy = value;
      break;
    default:
      break;
  }
}

/** PF_KTHREAD: true for kthreadd and all its children, and for nothing else. */
export function isKernelThread(stat: ProcessStat): boolean {
  return (stat.flags & kernelThreadFlag) !== 0;
}
