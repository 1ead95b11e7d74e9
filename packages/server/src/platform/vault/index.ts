/*
 * Keeps secrets encrypted at rest: each under a key of its own, which is wrapped by the key of the installation. It does not
 * store them: who has a secret keeps the sealed text where it kept the clear one.
 */
export { openInstallationVault } from './installation.ts';
export { keyFileName, openVault, type Vault, VaultError } from './vault.ts';
