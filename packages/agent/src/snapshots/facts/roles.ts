import type { ProcessFacts } from '@vigie/contract/agent';

/** What a role is judged by; all of it is told by the kernel about the process itself. */
export interface RoleSubject {
  readonly pid: number;
  readonly name: string;
  readonly exe: string | null;
  readonly cmdline: readonly string[];
  readonly kernel: boolean;
  readonly container: string | null;
  /** Leads a session that has a terminal. */
  readonly leadsTerminal: boolean;
  readonly listens: boolean;
}

export interface RoleContext {
  readonly agentPid: number;
  readonly serverPids: readonly number[];
}

const databases = new Set(
  (
    'postgres postmaster mysqld mariadbd mongod mongos redis-server valkey-server keydb-server dragonfly etcd clickhouse-server ' +
    'clickhouse influxd influxdb3 cockroach couchdb neo4j sqlservr db2sysc firebird memcached cassandra scylla arangod rethinkdb ' +
    'tnslsnr questdb victoria-metrics prometheus ns-slapd slapd'
  ).split(' '),
);
/** Programs of the Java machine, by what stands in their command line. */
const javaDatabases =
  /org\.elasticsearch\.|org\.opensearch\.|org\.apache\.cassandra\.|org\.neo4j\.|org\.apache\.zookeeper\.|kafka\.Kafka|org\.h2\./;
const oracle = /^ora_[a-z0-9]{4}_/;

const systemManagers = new Set(
  (
    'systemd init openrc-run s6-svscan runsvdir dbus-daemon dbus-broker dbus-broker-launch elogind udevd eudevd NetworkManager ' +
    'connmand wpa_supplicant iwd dhclient dhcpcd dockerd containerd podman conmon crio cri-dockerd kubelet k3s k3s-server ' +
    'libvirtd virtqemud multipathd iscsid lvmetad dmeventd auditd polkitd firewalld snapd'
  ).split(' '),
);
const systemFamilies = /^(?:systemd-|containerd-shim|\(sd-pam\)$)/;
const shells = /^-?(?:bash|sh|dash|zsh|fish|ksh|mksh|tcsh|csh|ash|nu|pwsh)$/;

function programName(subject: RoleSubject): string {
  const path = subject.exe ?? subject.cmdline[0] ?? subject.name;
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What a process is to Vigie or to the system; null when it is an ordinary one. */
export function evaluateRole(subject: RoleSubject, context: RoleContext): ProcessFacts['role'] {
  if (subject.kernel) {
    return 'kernel';
  }
  if (subject.pid === 1) {
    return 'init';
  }
  if (subject.pid === context.agentPid) {
    return 'agent';
  }
  if (context.serverPids.includes(subject.pid)) {
    return 'server';
  }
  return shellRole(subject) ?? serviceRole(subject);
}

function shellRole(subject: RoleSubject): 'sshd' | 'login-session' | null {
  const { name, cmdline } = subject;
  const title = cmdline[0] ?? '';
  if (name === 'sshd-session' || name === 'sshd-auth') {
    return 'login-session';
  }
  if (name === 'sshd') {
    // A session's process writes its title: "sshd: marie [priv]", "sshd: marie@pts/0". The daemon's ends in [listener].
    return /^sshd: (?!.*\[listener\])/.test(title) && !subject.listens ? 'login-session' : 'sshd';
  }
  if (name === 'dropbear') {
    return subject.listens ? 'sshd' : 'login-session';
  }
  if (name === 'login' || (name === 'systemd' && cmdline.includes('--user'))) {
    return 'login-session';
  }
  return subject.leadsTerminal && subject.container === null && shells.test(name) ? 'login-session' : null;
}

function serviceRole(subject: RoleSubject): 'database' | 'system-manager' | null {
  const names = [subject.name, programName(subject)];
  if (names.some((name) => databases.has(name)) || oracle.test(subject.name)) {
    return 'database';
  }
  if (names.includes('java') && subject.cmdline.some((argument) => javaDatabases.test(argument))) {
    return 'database';
  }
  return names.some((name) => systemManagers.has(name) || systemFamilies.test(name)) ? 'system-manager' : null;
}
