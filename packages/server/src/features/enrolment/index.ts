/*
 * How hosts join: tokens that let them in, the certificate they get for a key of their own, and the authority behind it.
 * Their link is the gateway's.
 */
export { createEnrolmentBook, type EnrolmentBook } from './book.ts';
export { createInstallSource, type Programs } from './install/index.ts';
export { createEnrolmentHandlers } from './operations.ts';
