namespace Replication.Store;

/// <summary>A sequence whose steps are local reads, offered as the port wants it; looks at the token before each step.</summary>
internal sealed class AsyncSequence<T>(Func<IEnumerable<T>> open, Func<Exception, Exception?> translate, CancellationToken cancellation) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new Enumerator(open, translate, cancellationToken.CanBeCanceled ? cancellationToken : cancellation);

    private sealed class Enumerator(Func<IEnumerable<T>> open, Func<Exception, Exception?> translate, CancellationToken cancellation) : IAsyncEnumerator<T>
    {
        private IEnumerator<T>? _inner;

        public T Current => _inner!.Current;

        public ValueTask<bool> MoveNextAsync()
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                _inner ??= open().GetEnumerator();
                return new ValueTask<bool>(_inner.MoveNext());
            }
            catch (Exception error) when (translate(error) is { } translated)
            {
                return ValueTask.FromException<bool>(translated);
            }
        }

        public ValueTask DisposeAsync()
        {
            _inner?.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
