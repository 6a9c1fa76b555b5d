/** The requests, each with exactly one field. They are part of what is signed. */
export const SEND_MESSAGES = `mutation SendMessages(
  $idempotencyKey: String!, $messageClass: MessageClass!, $templateId: ID, $templateVersion: Int,
  $content: TemplateContentInput, $defaultSubstitutions: AWSJSON, $recipients: [MessageRecipientInput!]!,
  $timeToLiveSeconds: Int, $sendAt: AWSDateTime, $campaignId: ID
) {
  sendMessages(
    idempotencyKey: $idempotencyKey, messageClass: $messageClass, templateId: $templateId,
    templateVersion: $templateVersion, content: $content, defaultSubstitutions: $defaultSubstitutions,
    recipients: $recipients, timeToLiveSeconds: $timeToLiveSeconds, sendAt: $sendAt, campaignId: $campaignId
  ) { jobId decisions { customerId endpointId outcome reason } }
}`;

/** Plans a campaign and launches it as soon as the plan is ready. */
export const LAUNCH_CAMPAIGN = `mutation LaunchCampaign($idempotencyKey: String!, $campaignId: ID!) {
  launchCampaign(idempotencyKey: $idempotencyKey, campaignId: $campaignId) {
    jobId decisions { customerId endpointId outcome reason }
  }
}`;

const JOB_FIELDS = `jobId phase phaseReason sendAt
    planned included accepted delivered complained failed optedOut skipped inDoubt
    recipients { customerId endpointId status code } nextToken`;

/** Reads a job of the caller's own, with a page of its recipients. */
export const API_JOB = `query ApiJob($jobId: ID!, $limit: Int, $nextToken: String) {
  apiJob(jobId: $jobId, limit: $limit, nextToken: $nextToken) {
    ${JOB_FIELDS}
  }
}`;

/** Cancels a job of the caller's own that is scheduled for later, and reads it. */
export const CANCEL_SEND = `mutation CancelSend($jobId: ID!) {
  cancelSend(jobId: $jobId) {
    ${JOB_FIELDS}
  }
}`;

/** Records what customers did. */
export const RECORD_EVENTS = `mutation RecordEvents($events: [AWSJSON!]!) {
  recordEvents(events: $events) { place eventId outcome timing isLate flags code message }
}`;

/** Asks for a token with which the app of one customer records their events. */
export const ISSUE_APP_TOKEN = `mutation IssueAppToken($customerId: ID!, $minutes: Int) {
  issueAppToken(customerId: $customerId, minutes: $minutes) { token expiresAt }
}`;
