/** @module QuickSight: addresses of the dashboard for those who are registered there. */
export { createDashboards, type DashboardPlace } from './dashboards.ts';
