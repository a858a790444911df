/** Values that some produce and one consumes, in the order they were put in. */
export type WorkerChannel<T> = AsyncIterable<T> & {
  put: (value: T) => void;
  close: () => void; // after what is in it has been taken, the consumer is done
  fail: (error: unknown) => void; // after what is in it has been taken, the consumer is told
};

export function openChannel<T>(): WorkerChannel<T> {
  const values: T[] = [];
  let end: { error?: unknown } | undefined;
  let wake = Promise.withResolvers<void>();
  const stir = () => {
    wake.resolve();
    wake = Promise.withResolvers<void>();
  };
  return {
    put(value) {
      values.push(value);
      stir();
    },
    close() {
      end ??= {};
      stir();
    },
    fail(error) {
      end ??= { error };
      stir();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const { promise } = wake;
        while (values.length > 0) yield values.shift() as T;
        if (end && "error" in end) throw end.error;
        if (end) return;
        await promise;
      }
    },
  };
}
