import { useJob } from 'bonghwa/react';

/** A job while it is sent: each tick of the server moves the bar. */
export function LiveJob({ jobId }: { jobId: string }) {
  const { data, error, isLive } = useJob(jobId);
  if (error !== null) return <p role="alert">{error.message}</p>;
  if (data === null) return <p>…</p>;
  return (
    <section aria-live="polite">
      <progress max={data.included} value={data.accepted} aria-label="Accepted" />
      <p>
        <output>
          {data.phase}: {data.accepted} of {data.included}
        </output>{' '}
        {isLive ? 'live' : 'over'}
      </p>
    </section>
  );
}
