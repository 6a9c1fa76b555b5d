/** Is it the default event bus, by its name or its ARN? The only one that runs offline, and the only one AWS services use. */
export function isDefaultEventBus(nameOrArn: string): boolean {
  return nameOrArn === 'default' || nameOrArn.endsWith(':event-bus/default');
}
