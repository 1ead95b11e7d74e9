import * as z from 'zod';

/** A socket as a process row names it; the member names and values are Roy ProcWatch's. */
export const PortSchema = z
  .object({
    local: z.string().nullable().meta({ example: '127.0.0.1:8088' }),
    remote: z.string().nullable(),
    status: z.string().meta({ example: 'LISTEN' }),
    family: z.string().meta({ example: 'AddressFamily.AF_INET' }),
    protocol: z.enum(['tcp', 'udp']),
  })
  .meta({ id: 'Port' });

const nullableBytes = z.int().nonnegative().nullable();

/**
 * One process. The first members are Roy ProcWatch's, unchanged; the rest follow their style.
 * `null` is "not known"; when privileges hide it, the member's name is also in `hidden`.
 */
export const ProcessSchema = z
  .object({
    pid: z.int().positive(),
    ppid: z.int().nonnegative(),
    name: z.string(),
    exe: z.string().nullable(),
    username: z.string(),
    status: z.string().meta({
      description: 'running, sleeping, disk-sleep, stopped, tracing-stop, zombie, dead, idle',
      fr: 'running, sleeping, disk-sleep, stopped, tracing-stop, zombie, dead, idle',
      example: 'sleeping',
    }),
    create_time: z.number().meta({ description: 'Seconds since 1970', fr: 'Secondes depuis 1970' }),
    create_time_iso: z.string(),
    cpu_percent: z
      .number()
      .nullable()
      .meta({ description: 'Over the last interval; 100 is one whole core', fr: 'Sur le dernier intervalle ; 100 est un cœur entier' }),
    memory_rss: nullableBytes,
    nice: z.int(),
    cmdline: z.array(z.string()),
    ports: z.array(PortSchema),
    open_files_count: z.int().nullable(),
    start_ticks: z.int().nonnegative().meta({
      description: 'Start time in clock ticks since boot; with pid, the identity of the process',
      fr: 'Heure de départ en tics d’horloge depuis le démarrage ; avec le PID, l’identité du processus',
    }),
    uid: z.int(),
    cpu_percent_host: z.number().nullable().meta({
      description: 'Over the last interval; 100 is the whole machine',
      fr: 'Sur le dernier intervalle ; 100 est la machine entière',
    }),
    cpu_seconds: z
      .number()
      .meta({ description: 'User and system time since the start', fr: 'Temps utilisateur et système depuis le départ' }),
    memory_percent: z.number().nullable(),
    memory_shared: nullableBytes,
    memory_swap: nullableBytes,
    memory_unique: nullableBytes,
    memory_virtual: nullableBytes,
    num_threads: z.int(),
    priority: z.int(),
    read_bytes_per_second: z.number().nullable(),
    write_bytes_per_second: z.number().nullable(),
    received_bytes_per_second: z.number().nullable().meta({
      description: 'Of its TCP connections, over the last interval',
      fr: 'De ses connexions TCP, sur le dernier intervalle',
    }),
    sent_bytes_per_second: z.number().nullable(),
    unit: z
      .string()
      .nullable()
      .meta({ description: 'systemd unit that owns the process', fr: 'Unité systemd qui possède le processus', example: 'nginx.service' }),
    container: z.string().nullable(),
    kernel: z.boolean().meta({ description: 'A kernel thread', fr: 'Un fil du noyau' }),
    deleted: z.boolean().meta({
      description: 'The program file was replaced or removed since the start',
      fr: 'Le fichier du programme a été remplacé ou supprimé depuis le départ',
    }),
    hidden: z.array(z.string()).meta({ description: 'Members that privileges hide', fr: 'Membres que les privilèges cachent' }),
  })
  .meta({ id: 'Process' });
export type Process = z.infer<typeof ProcessSchema>;

export const processColumns = Object.keys(ProcessSchema.shape) as readonly (keyof Process)[];

export const MemoryMapSchema = z.object({
  range: z.string().meta({ example: '7f1c2a000000-7f1c2a021000' }),
  permissions: z.string().meta({ example: 'r-xp' }),
  path: z.string().nullable(),
  sizeBytes: z.int(),
  rssBytes: z.int(),
  pssBytes: z.int(),
  privateBytes: z.int(),
  swapBytes: z.int(),
});

export const ThreadSchema = z.object({
  tid: z.int(),
  name: z.string(),
  status: z.string(),
  cpuSeconds: z.number(),
  nice: z.int(),
  processor: z.int().nullable(),
});

export const OpenFileSchema = z.object({
  fd: z.int(),
  kind: z.enum(['file', 'directory', 'device', 'pipe', 'socket', 'anonymous', 'deleted', 'other']),
  target: z.string(),
  mode: z.enum(['r', 'w', 'rw']).nullable(),
  offsetBytes: z.int().nullable(),
});

export const ProcessLimitSchema = z.object({ name: z.string(), soft: z.string(), hard: z.string(), unit: z.string() });

export const SocketSchema = z
  .object({
    id: z.string().meta({ description: 'Stable while the socket lives', fr: 'Stable tant que la socket vit' }),
    protocol: z.enum(['tcp', 'udp', 'unix']),
    family: z.enum(['ipv4', 'ipv6', 'unix']),
    state: z.string().meta({ example: 'LISTEN' }),
    localAddress: z.string().nullable(),
    localPort: z.int().nullable(),
    remoteAddress: z.string().nullable(),
    remotePort: z.int().nullable(),
    path: z.string().nullable().meta({
      description: 'UNIX sockets only; an abstract name begins with @',
      fr: 'Sockets UNIX seulement ; un nom abstrait commence par @',
    }),
    uid: z.int().nullable(),
    username: z.string().nullable(),
    pid: z.int().nullable().meta({
      description: 'Null when privileges hide the owner, or the kernel owns it',
      fr: 'Nul quand les privilèges cachent le propriétaire, ou que c’est le noyau',
    }),
    processName: z.string().nullable(),
    receiveQueueBytes: z.int().nullable(),
    sendQueueBytes: z.int().nullable(),
  })
  .meta({ id: 'Socket' });
export type Socket = z.infer<typeof SocketSchema>;

const hiddenOr = <T extends z.ZodType>(schema: T) =>
  schema.nullable().meta({
    description: 'Null when privileges hide it or the kernel has none',
    fr: 'Nul quand les privilèges le cachent ou que le noyau n’en a pas',
  });

/** Everything about one process. A part that privileges hide is null and named in `process.hidden`. */
export const ProcessDetailSchema = z
  .object({
    process: ProcessSchema,
    workingDirectory: z.string().nullable(),
    rootDirectory: z.string().nullable(),
    groups: z.array(z.string()),
    gid: z.int(),
    group: z.string(),
    tty: z.string().nullable(),
    session: z.int(),
    processGroup: z.int(),
    voluntarySwitches: z.int().nullable(),
    involuntarySwitches: z.int().nullable(),
    oomScore: z.int().nullable(),
    oomScoreAdjust: z.int().nullable(),
    cpuAffinity: z.array(z.int()),
    ioClass: z.enum(['none', 'realtime', 'best-effort', 'idle']).nullable(),
    ioLevel: z.int().nullable(),
    schedulingPolicy: z.string(),
    readBytes: z.int().nullable(),
    writtenBytes: z.int().nullable(),
    memory: hiddenOr(
      z.object({
        rssBytes: z.int(),
        pssBytes: z.int(),
        uniqueBytes: z.int(),
        sharedBytes: z.int(),
        swapBytes: z.int(),
        anonymousBytes: z.int(),
        fileBytes: z.int(),
      }),
    ),
    maps: hiddenOr(z.array(MemoryMapSchema)),
    mapsTotal: z
      .int()
      .nullable()
      .meta({ description: 'How many maps there are, when `maps` is cut', fr: 'Nombre de projections, quand `maps` est coupé' }),
    threads: z.array(ThreadSchema),
    files: hiddenOr(z.array(OpenFileSchema)),
    filesTotal: z.int().nullable(),
    environment: hiddenOr(z.array(z.object({ name: z.string(), value: z.string(), masked: z.boolean() }))),
    limits: z.array(ProcessLimitSchema),
    cgroup: z.string().nullable(),
    namespaces: z.record(z.string(), z.string()),
    sockets: z.array(SocketSchema),
    children: z.array(z.object({ pid: z.int(), start_ticks: z.int(), name: z.string() })),
    parents: z.array(z.object({ pid: z.int(), start_ticks: z.int(), name: z.string() })),
  })
  .meta({ id: 'ProcessDetail' });
export type ProcessDetail = z.infer<typeof ProcessDetailSchema>;

/** What the head of the process page says about all of them. */
export const ProcessSummarySchema = z.object({
  total: z.int(),
  running: z.int(),
  blocked: z.int(),
  stopped: z.int(),
  zombie: z.int(),
  threads: z.int(),
  kernel: z.int(),
});
export type ProcessSummary = z.infer<typeof ProcessSummarySchema>;
