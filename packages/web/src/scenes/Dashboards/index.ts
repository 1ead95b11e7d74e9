/*
 * Dashboards that people build: the list, and one of them to look at and to change. What a widget draws is in
 * components/widgets; what is kept, shared and brought back, the server does.
 */
export { BoardScene } from './Board.tsx';
export { DashboardsScene } from './List.tsx';
