export interface ControlGroup {
  /** Path below the root of the hierarchy that systemd uses. */
  readonly path: string | null;
  /** The unit that owns the process: `nginx.service`, `session-3.scope`. Slices own none. */
  readonly unit: string | null;
  /** Null when the system manager owns the unit; the uid when it is of that user's manager. */
  readonly userManager: number | null;
  /** Runtime and short id, or its name: `docker:1a2b3c4d5e6f`, `lxc:web`. */
  readonly container: string | null;
}

const none: ControlGroup = { path: null, unit: null, userManager: null, container: null };

/** `/proc/<pid>/cgroup`: the line of version 2, or the one named systemd of version 1, or the first that says something. */
export function parseControlGroup(text: string): ControlGroup {
  let best: string | null = null;
  let bestRank = -1;
  for (const line of text.split('\n')) {
    const first = line.indexOf(':');
    const second = line.indexOf(':', first + 1);
    if (first < 0 || second < 0) {
      continue;
    }
    const controllers = line.slice(first + 1, second);
    const path = line.slice(second + 1).replace(/ \(deleted\)$/, '');
    const rank = (path === '/' ? 0 : 4) + (controllers === '' ? 2 : controllers === 'name=systemd' ? 1 : 0);
    if (path !== '' && rank > bestRank) {
      best = path;
      bestRank = rank;
    }
  }
  return best === null ? none : describePath(best);
}

const fullId = '([0-9a-f]{12})[0-9a-f]{52}';
const containerForms: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`^docker-${fullId}\\.scope$`), 'docker'],
  [new RegExp(`^libpod-${fullId}(?:\\.scope)?$`), 'podman'],
  [new RegExp(`^cri-containerd-${fullId}\\.scope$`), 'containerd'],
  [new RegExp(`^nerdctl-${fullId}\\.scope$`), 'containerd'],
  [new RegExp(`^crio-${fullId}(?:\\.scope)?$`), 'cri-o'],
  [/^lxc\.payload\.(.{1,128})$/, 'lxc'],
  [/^machine-(.{1,128})\.scope$/, 'nspawn'],
];
const bareId = new RegExp(`^${fullId}$`);
const parents: Readonly<Record<string, string>> = { docker: 'docker', lxc: 'lxc', containerd: 'containerd', libpod_parent: 'podman' };

function describePath(path: string): ControlGroup {
  const segments = path.split('/').filter((segment) => segment !== '');
  let unit: string | null = null;
  let userManager: number | null = null;
  for (const [index, segment] of segments.entries()) {
    const container = containerOf(segment, segments[index - 1] ?? '', segments.slice(0, index));
    const isUnit = /\.(?:service|scope|socket|mount|swap)$/.test(segment);
    if (isUnit) {
      const manager = /^user@(\d+)\.service$/.exec(unit ?? '');
      userManager = manager ? Number(manager[1]) : userManager;
      unit = segment;
    }
    if (container !== null) {
      // What follows are units of the container, not of this host.
      return { path, unit, userManager, container };
    }
  }
  return { path, unit, userManager, container: null };
}

function containerOf(segment: string, parent: string, above: readonly string[]): string | null {
  for (const [form, runtime] of containerForms) {
    const id = form.exec(segment)?.[1];
    if (id !== undefined) {
      return `${runtime}:${runtime === 'nspawn' ? unescapeUnit(id) : id}`;
    }
  }
  const id = bareId.exec(segment)?.[1];
  if (id !== undefined) {
    const runtime = parents[parent] ?? (above.some((name) => name.startsWith('kubepods')) ? 'kubernetes' : null);
    return runtime === null ? null : `${runtime}:${id}`;
  }
  return parent === 'lxc' ? `lxc:${segment}` : null;
}

/** `\x2d` of unit names (systemd.unit(5)). */
export function unescapeUnit(name: string): string {
  return name.replaceAll(/\\x([0-9a-f]{2})/g, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
