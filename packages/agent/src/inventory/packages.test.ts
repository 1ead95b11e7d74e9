import { describe, expect, test } from 'bun:test';
import { parseApk, parseDpkg } from './packages.ts';

const dpkg = `Package: adduser
Status: install ok installed
Priority: important
Architecture: all
Version: 3.134
Description: add and remove users and groups
 Package: not a field, the description goes on
 .
 Version: 9.9

Package: libc6
Status: hold ok installed
Architecture: amd64
Multi-Arch: same
Version: 2.36-9+deb12u13
Conffiles:
 /etc/ld.so.conf.d/x86_64-linux-gnu.conf d4e7a7b88a71b5ffd9e2644e71a0cfab

Package: libc6
Status: install ok installed
Architecture: i386
Version: 2.36-9+deb12u12

Package: nginx-common
Status: deinstall ok config-files
Architecture: all
Version: 1.22.1-9

Package: half
Status: install ok half-installed
Architecture: amd64
Version: 1.0

Package: unversioned
Status: install ok installed
Architecture: amd64
`;

const apk = `C:Q1KHXFZRkYNXHLbDXSTVZrQYYjjUQ=
P:musl
V:1.2.5-r9
A:x86_64
F:lib
R:ld-musl-x86_64.so.1

C:Q1x
P:busybox
V:1.37.0-r12
A:x86_64
`;

describe('packages', () => {
  test.each([
    [
      'of dpkg: the installed ones, by name and architecture; a held one counts, one that was removed or is half there does not',
      parseDpkg(dpkg),
      [
        ['adduser', { version: '3.134' }],
        ['libc6:amd64', { version: '2.36-9+deb12u13' }],
        ['libc6:i386', { version: '2.36-9+deb12u12' }],
      ],
    ],
    [
      'of apk: all of them',
      parseApk(apk),
      [
        ['musl', { version: '1.2.5-r9' }],
        ['busybox', { version: '1.37.0-r12' }],
      ],
    ],
    ['of an empty file: none', [...parseDpkg(''), ...parseApk('')], []],
    ['of a file that is something else: none', [...parseDpkg('\0\n\n:::\n\nPackage'), ...parseApk('\0\n\n:::\n\nP')], []],
  ])('%s', (_what, found, expected) => {
    expect<unknown>(found).toEqual(expected);
  });
});
