import type { HostTree } from '../../kernel/index.ts';

const vendors: readonly (readonly [RegExp, string])[] = [
  [/KVM|QEMU|Bochs|Red Hat|oVirt|Proxmox/i, 'kvm'],
  [/VMware/i, 'vmware'],
  [/VirtualBox|innotek/i, 'virtualbox'],
  [/Microsoft Corporation.*Virtual Machine/i, 'hyper-v'],
  [/Xen/i, 'xen'],
  [/Amazon EC2/i, 'amazon'],
  [/Google/i, 'google'],
  [/Parallels/i, 'parallels'],
  [/Hetzner|DigitalOcean|OpenStack|Scaleway|OVH|Vultr|Linode|Alibaba/i, 'kvm'],
];

/** The words of systemd-detect-virt where it has one; null for a machine of its own. A container is named before the machine under it. */
export function detectVirtualisation(tree: HostTree): string | null {
  return detectContainer(tree) ?? detectMachine(tree);
}

function detectContainer(tree: HostTree): string | null {
  const told = tree.text('/run/systemd/container')?.trim();
  if (told) {
    return told;
  }
  if (tree.status('/.dockerenv')) {
    return 'docker';
  }
  if (tree.status('/run/.containerenv')) {
    return 'podman';
  }
  return tree.text('/proc/sys/kernel/osrelease')?.includes('microsoft') ? 'wsl' : null;
}

function detectMachine(tree: HostTree): string | null {
  const board = ['sys_vendor', 'product_name', 'bios_vendor'].map((name) => tree.text(`/sys/class/dmi/id/${name}`)?.trim() ?? '').join(' ');
  const vendor = vendors.find(([form]) => form.test(board))?.[1];
  const hypervisor = tree.text('/sys/hypervisor/type')?.trim();
  if (hypervisor) {
    return hypervisor;
  }
  const hasFlag = /^flags\s*:.*\bhypervisor\b/m.test(tree.text('/proc/cpuinfo') ?? '');
  // Machines of Amazon and Google without a hypervisor are rented bare.
  return hasFlag || process.arch === 'arm64' ? (vendor ?? (hasFlag ? 'virtual' : null)) : null;
}
