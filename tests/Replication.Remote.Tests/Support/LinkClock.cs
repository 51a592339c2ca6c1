namespace Replication.Remote.Tests.Support;

/// <summary>One direction of a link: bytes pass one after the other, each when those before it have passed.</summary>
internal sealed class LinkClock(long bytesPerSecond)
{
    /// <summary>A timer comes late; who was late may catch up by so much.</summary>
    private static readonly TimeSpan CatchUp = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly long _began = TimeProvider.System.GetTimestamp();
    private TimeSpan _free;
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    public async Task PassAsync(int bytes, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _bytes, bytes);
        if (bytesPerSecond == 0) return;
        TimeSpan now = TimeProvider.System.GetElapsedTime(_began);
        TimeSpan passed;
        lock (_lock)
        {
            if (_free < now - CatchUp) _free = now - CatchUp;
            passed = _free += TimeSpan.FromSeconds((double)bytes / bytesPerSecond);
        }

        if (passed > now) await Task.Delay(passed - now, cancellationToken);
    }
}
