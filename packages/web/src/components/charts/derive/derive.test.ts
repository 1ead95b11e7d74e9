import { describe, expect, it } from 'bun:test';
import { TimeColumns } from '../columns.ts';
import { coresAt, countedDisks, countedInterfaces, deriveInto, filesystemsAt, hottest, secondsToFull } from './index.ts';

interface Raw {
  readonly name: string;
  readonly labels?: Record<string, string>;
  readonly values: readonly number[];
}

function sourceOf(times: readonly number[], raw: readonly Raw[]) {
  return {
    times: Float64Array.from(times),
    columns: (name: string) =>
      raw
        .filter((series) => series.name === name)
        .map(({ labels = {}, values }) => ({ series: { labels }, values: Float64Array.from(values) })),
  };
}

function derive(times: readonly number[], raw: readonly Raw[]): TimeColumns {
  const columns = new TimeColumns();
  deriveInto(columns, sourceOf(times, raw));
  return columns;
}

const cpu = (core: string, mode: string, values: number[]): Raw => ({
  name: 'node_cpu_seconds_total',
  labels: { cpu: core, mode },
  values,
});

describe('cpu', () => {
  it('shares the time of all cores between the parts', () => {
    const columns = derive(
      [0, 1000],
      [
        cpu('0', 'user', [10, 10.5]),
        cpu('0', 'nice', [0, 0.1]),
        cpu('0', 'system', [5, 5.2]),
        cpu('0', 'idle', [100, 100.2]),
        cpu('1', 'iowait', [1, 1.5]),
        cpu('1', 'softirq', [1, 1.1]),
        cpu('1', 'steal', [0, 0.1]),
        cpu('1', 'idle', [100, 100.3]),
      ],
    );
    expect(columns.last('cpu.user')).toBeCloseTo(30);
    expect(columns.last('cpu.system')).toBeCloseTo(10);
    expect(columns.last('cpu.iowait')).toBeCloseTo(25);
    expect(columns.last('cpu.irq')).toBeCloseTo(5);
    expect(columns.last('cpu.steal')).toBeCloseTo(5);
    expect(columns.last('cpu.busy')).toBeCloseTo(50);
  });

  it('knows nothing at the first frame', () => {
    expect(derive([0], [cpu('0', 'user', [1])]).last('cpu.user')).toBeNull();
  });

  it('gives no data where the counter began again', () => {
    expect(derive([0, 1000], [cpu('0', 'user', [10, 0.1]), cpu('0', 'idle', [10, 10.5])]).last('cpu.user')).toBeNull();
  });

  it('takes iowait and idle that go back a little for no growth', () => {
    const columns = derive([0, 1000], [cpu('0', 'user', [10, 11]), cpu('0', 'iowait', [3, 2.99]), cpu('0', 'idle', [10, 9.999])]);
    expect(columns.last('cpu.user')).toBe(100);
    expect(columns.last('cpu.iowait')).toBe(0);
  });

  it('leaves out a core that has just been switched on', () => {
    const columns = derive([0, 1000], [cpu('0', 'user', [0, 1]), cpu('0', 'idle', [0, 0]), cpu('1', 'user', [Number.NaN, 50])]);
    expect(columns.last('cpu.user')).toBe(100);
  });

  it('lists cores in the order of their numbers, unknown ones too', () => {
    const cores = coresAt(sourceOf([0, 1000], [cpu('10', 'user', [0, 1]), cpu('2', 'user', [5, 1]), cpu('0', 'idle', [0, 1])]), 1);
    expect(cores.map(({ core, shares }) => [core, shares?.busy ?? null])).toEqual([
      ['0', 0],
      ['2', null],
      ['10', 100],
    ]);
  });
});

describe('memory', () => {
  const memory = (values: Record<string, number>) =>
    derive(
      [0],
      Object.entries(values).map(([name, value]) => ({ name: `node_memory_${name}_bytes`, values: [value] })),
    );

  it('takes total less available for used, with shared memory inside it', () => {
    const columns = memory({ MemTotal: 16, MemAvailable: 6, MemFree: 2, Shmem: 3, SwapTotal: 4, SwapFree: 1 });
    expect(columns.last('mem.used')).toBe(10);
    expect(columns.last('mem.shared')).toBe(3);
    expect(columns.last('mem.private')).toBe(7);
    expect(columns.last('mem.cache')).toBe(4);
    expect(columns.last('swap.used')).toBe(3);
  });

  it('does not know what is used where the kernel does not say what is available', () => {
    const columns = memory({ MemTotal: 16, MemFree: 2 });
    expect(columns.last('mem.total')).toBe(16);
    expect(columns.last('mem.used')).toBeNull();
    expect(columns.last('swap.used')).toBeNull();
  });

  it('never gives more shared memory than used', () => {
    expect(memory({ MemTotal: 16, MemAvailable: 15, MemFree: 1, Shmem: 3 }).last('mem.private')).toBe(0);
  });
});

describe('disks', () => {
  it('counts what lies on another device once', () => {
    expect(countedDisks(['sda', 'sda1', 'nvme0n1', 'nvme0n1p2', 'dm-0', 'md0', 'loop3', 'vdb'])).toEqual(['sda', 'nvme0n1', 'vdb']);
    expect(countedDisks(['dm-0', 'loop0'])).toEqual(['dm-0']);
    expect(countedDisks(['xvda1'])).toEqual(['xvda1']);
  });

  const disk = (name: string, values: number[], device = 'sda'): Raw => ({ name: `node_disk_${name}_total`, labels: { device }, values });

  it('gives bytes, operations, waiting and use of time', () => {
    const columns = derive(
      [0, 2000],
      [
        disk('read_bytes', [0, 2048]),
        disk('written_bytes', [0, 4096]),
        disk('reads_completed', [0, 10]),
        disk('writes_completed', [0, 30]),
        disk('read_time_seconds', [0, 0.1]),
        disk('write_time_seconds', [0, 0.3]),
        disk('io_time_seconds', [0, 1]),
      ],
    );
    expect(columns.last('disk.read')).toBe(1024);
    expect(columns.last('disk.write')).toBe(2048);
    expect(columns.last('disk.reads')).toBe(5);
    expect(columns.last('disk.wait')).toBeCloseTo(10);
    expect(columns.last('disk.util')).toBe(50);
  });

  it('knows no waiting time when nothing was asked of the disks', () => {
    const columns = derive(
      [0, 1000],
      [
        disk('read_bytes', [5, 5]),
        disk('reads_completed', [1, 1]),
        disk('writes_completed', [1, 1]),
        disk('read_time_seconds', [1, 1]),
        disk('write_time_seconds', [1, 1]),
      ],
    );
    expect(columns.last('disk.read')).toBe(0);
    expect(columns.last('disk.wait')).toBeNull();
  });

  it('has no rates over a gap', () => {
    const times = [0, 1000, 2000, 3000, 60_000, 61_000];
    const columns = derive(times, [disk('read_bytes', [0, 1, 2, 3, 1000, 1001])]);
    expect([...(columns.column('disk.read') ?? [])]).toEqual([Number.NaN, 1, 1, 1, Number.NaN, 1]);
  });
});

describe('network', () => {
  it('counts each packet once', () => {
    expect(countedInterfaces(['lo', 'eth0', 'veth12ab', 'docker0', 'br-9f', 'wg0', 'eth0.100', 'bond0', 'wlp2s0'])).toEqual([
      'eth0',
      'wlp2s0',
    ]);
    expect(countedInterfaces(['lo', 'wg0'])).toEqual(['wg0']);
    expect(countedInterfaces(['lo'])).toEqual([]);
  });

  const net = (direction: string, device: string, values: number[]): Raw => ({
    name: `node_network_${direction}_bytes_total`,
    labels: { device },
    values,
  });

  it('sums the counted interfaces and names each', () => {
    const columns = derive(
      [0, 1000],
      [
        net('receive', 'eth0', [0, 100]),
        net('transmit', 'eth0', [0, 10]),
        net('receive', 'eth1', [0, 50]),
        net('transmit', 'eth1', [0, 5]),
        net('receive', 'lo', [0, 999]),
        net('transmit', 'lo', [0, 999]),
        net('receive', 'veth1', [0, 40]),
        net('transmit', 'veth1', [0, 40]),
      ],
    );
    expect(columns.last('net.in')).toBe(150);
    expect(columns.last('net.out')).toBe(15);
    expect(columns.last('net.in:veth1')).toBe(40);
  });

  it('goes on without an interface that has just come', () => {
    const columns = derive(
      [0, 1000],
      [
        net('receive', 'eth0', [0, 100]),
        net('transmit', 'eth0', [0, 10]),
        net('receive', 'eth1', [Number.NaN, 7]),
        net('transmit', 'eth1', [Number.NaN, 7]),
      ],
    );
    expect(columns.last('net.in')).toBe(100);
  });
});

describe('pressure and load', () => {
  it('gives percent of the time', () => {
    const columns = derive(
      [0, 2000],
      [
        { name: 'node_pressure_io_waiting_seconds_total', values: [4, 4.5] },
        { name: 'node_load1', values: [1, 2.5] },
      ],
    );
    expect(columns.last('psi.io')).toBe(25);
    expect(columns.last('load.1')).toBe(2.5);
    expect(columns.last('psi.cpu')).toBeNull();
  });
});

describe('filesystems', () => {
  const fs = (
    mountpoint: string,
    device: string,
    fstype: string,
    size: number,
    free: number,
    available: number,
    files = 0,
    filesFree = 0,
  ): Raw[] => {
    const labels = { mountpoint, device, fstype };
    return [
      { name: 'node_filesystem_size_bytes', labels, values: [size] },
      { name: 'node_filesystem_free_bytes', labels, values: [free] },
      { name: 'node_filesystem_avail_bytes', labels, values: [available] },
      { name: 'node_filesystem_files', labels, values: [files] },
      { name: 'node_filesystem_files_free', labels, values: [filesFree] },
    ];
  };

  it('keeps those that can fill up, worst first, each device once', () => {
    const source = sourceOf(
      [0],
      [
        ...fs('/', '/dev/sda1', 'ext4', 100, 50, 40),
        ...fs('/var/lib/bind', '/dev/sda1', 'ext4', 100, 50, 40),
        ...fs('/data', '/dev/sdb', 'xfs', 100, 60, 60, 1000, 10),
        ...fs('/run', 'tmpfs', 'tmpfs', 100, 1, 1),
        ...fs('/snap/x', '/dev/loop1', 'squashfs', 100, 0, 0),
      ],
    );
    expect(filesystemsAt(source, 0).map(({ mountpoint }) => mountpoint)).toEqual(['/data', '/']);
  });

  it('counts the share of what a user may fill, as df does', () => {
    const [root] = filesystemsAt(sourceOf([0], fs('/', 'overlay', 'overlay', 100, 50, 40)), 0);
    expect(root?.usedShare).toBeCloseTo(55.56, 1);
    expect(root?.inodesUsedShare).toBeNull();
  });

  const minutes = (count: number) => Array.from({ length: count }, (_, index) => index * 60_000);
  it('says when a filesystem will be full at its pace', () => {
    const times = minutes(11);
    expect(
      secondsToFull(
        times,
        times.map((_, index) => 1000 - index * 10),
      ),
    ).toBeCloseTo(5400);
  });

  it.each<[string, number[], number[]]>([
    ['it gets emptier', minutes(11), minutes(11).map((_, index) => 1000 + index)],
    ['there is too little history', minutes(5), minutes(5).map((_, index) => 1000 - index * 10)],
    ['the loss is noise', minutes(11), minutes(11).map((_, index) => 1e9 - index)],
    ['nothing is known', minutes(11), minutes(11).map(() => Number.NaN)],
    ['nothing was measured', [], []],
  ])('says nothing when %s', (_why, times, free) => {
    expect(secondsToFull(times, free)).toBeNull();
  });
});

describe('temperature', () => {
  it('takes the hottest sensor, with the limit the hardware names', () => {
    const source = sourceOf(
      [0],
      [
        { name: 'node_hwmon_temp_celsius', labels: { chip: 'coretemp', sensor: 'temp1' }, values: [61] },
        { name: 'node_hwmon_temp_crit_celsius', labels: { chip: 'coretemp', sensor: 'temp1' }, values: [100] },
        { name: 'node_thermal_zone_temp', labels: { type: 'acpitz', zone: '0' }, values: [40] },
      ],
    );
    expect(hottest(source, 0)).toEqual({ celsius: 61, sensor: 'coretemp temp1', criticalCelsius: 100 });
    expect(hottest(sourceOf([0], []), 0)).toBeNull();
  });
});

describe('deriveInto', () => {
  it('adds only what is new and goes on where it stopped', () => {
    const columns = new TimeColumns();
    const raw = (values: number[]): Raw[] => [
      { name: 'node_network_receive_bytes_total', labels: { device: 'eth0' }, values },
      { name: 'node_network_transmit_bytes_total', labels: { device: 'eth0' }, values },
    ];
    deriveInto(columns, sourceOf([0, 1000], raw([0, 10])));
    deriveInto(columns, sourceOf([0, 1000, 2000], raw([0, 10, 30])));
    deriveInto(columns, sourceOf([0, 1000, 2000], raw([0, 10, 30])));
    expect([...columns.times]).toEqual([0, 1000, 2000]);
    expect([...(columns.column('net.in') ?? [])]).toEqual([Number.NaN, 10, 20]);
  });
});
