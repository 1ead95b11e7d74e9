/*
 * The processes of a host: table and tree, filter, tags, actions, htop's keys, and the pane of one process.
 * It draws and asks; what may be done and how risky it is, the server says (components/plan).
 */
export { ProcessesScene } from './Scene.tsx';
