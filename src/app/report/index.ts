/** @module What a run has done: how far its messages came, who came back, and what that cost. */
export { campaignReport, type ReportState } from './campaign-report.ts';
