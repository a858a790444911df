/** Where reports are handed out, and where what they are made from and what was made lies. */
export type QueueOptions = {
  url: string; // redis://host:6379
  shared: string; // what all machines share: a folder, or s3://bucket/prefix
};

/** What waiting and working machines must agree on. */
export const queueName = "reports";
export const queuePrefix = "{feedback}"; // in braces, so that a cluster keeps it on one server

/** How often the worker of a report may be lost before the report is to blame. */
export const mostLosses = 2;
