/*
 * The HTTP door: from a request to an operation and back. It checks name, site, size and shape, asks `platform/auth`
 * who it is, and lets the runner decide. It knows no noun: routes come from the catalogue.
 */
export { type AssetSource, directoryAssets, fileAssets } from './assets.ts';
export { createHttp, type Http } from './http.ts';
export { createSite, type Site } from './site.ts';
