/** `192.0.2.1` of four bytes. */
function formatIpv4(bytes: Uint8Array, start = 0): string {
  return `${bytes[start]}.${bytes[start + 1]}.${bytes[start + 2]}.${bytes[start + 3]}`;
}

/** An IPv4 address inside an IPv6 socket: the peer spoke IPv4, and that is how people know it. */
function isMapped(bytes: Uint8Array): boolean {
  for (let index = 0; index < 10; index++) {
    if (bytes[index] !== 0) {
      return false;
    }
  }
  return bytes[10] === 255 && bytes[11] === 255;
}

/** The one text of RFC 5952: lower case, no leading zeros, the longest run of zeros as `::`. */
function formatIpv6(bytes: Uint8Array): string {
  if (isMapped(bytes)) {
    return formatIpv4(bytes, 12);
  }
  let bestStart = -1;
  let bestLength = 1;
  for (let start = 0; start < 8; ) {
    let end = start;
    while (end < 8 && bytes[end * 2] === 0 && bytes[end * 2 + 1] === 0) {
      end++;
    }
    if (end - start > bestLength) {
      bestStart = start;
      bestLength = end - start;
    }
    start = Math.max(end, start + 1);
  }
  let text = '';
  for (let group = 0; group < 8; group++) {
    if (group === bestStart) {
      text += '::';
      group += bestLength - 1;
      continue;
    }
    if (text !== '' && !text.endsWith(':')) {
      text += ':';
    }
    text += (((bytes[group * 2] as number) << 8) | (bytes[group * 2 + 1] as number)).toString(16);
  }
  return text;
}

export function formatAddress(bytes: Uint8Array): string {
  return bytes.length === 4 ? formatIpv4(bytes) : formatIpv6(bytes);
}

/** The words of `/proc/net/tcp`: 32 bits each, printed in the byte order of the host, which is little-endian here. */
export function parseHexAddress(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2);
  for (let word = 0; word < bytes.length; word += 4) {
    for (let index = 0; index < 4; index++) {
      bytes[word + index] = Number.parseInt(hex.slice((word + 3 - index) * 2, (word + 3 - index) * 2 + 2), 16);
    }
  }
  return bytes;
}

const tcpStates: Readonly<Record<number, string>> = {
  1: 'ESTABLISHED',
  2: 'SYN_SENT',
  3: 'SYN_RECV',
  4: 'FIN_WAIT1',
  5: 'FIN_WAIT2',
  6: 'TIME_WAIT',
  7: 'CLOSE',
  8: 'CLOSE_WAIT',
  9: 'LAST_ACK',
  10: 'LISTEN',
  11: 'CLOSING',
  12: 'SYN_RECV',
};

/** The kernel's number in the words of psutil; a socket that can have no state or has no peer is NONE. */
export function socketState(protocol: 'tcp' | 'udp' | 'unix', state: number): string {
  if (protocol === 'tcp') {
    return tcpStates[state] ?? `STATE_${state}`;
  }
  if (protocol === 'udp') {
    return state === 1 ? 'ESTABLISHED' : 'NONE';
  }
  return state === 1 ? 'ESTABLISHED' : state === 10 ? 'LISTEN' : state === 2 ? 'SYN_SENT' : 'NONE';
}
