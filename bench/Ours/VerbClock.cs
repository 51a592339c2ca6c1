using System.Runtime;

namespace Replication.Bench.Ours;

/// <param name="Seconds">Time that passed.</param>
/// <param name="CompileSeconds">What the runtime spent compiling methods meanwhile, on all threads.</param>
internal sealed record VerbTime(double Seconds, double CompileSeconds);

internal readonly struct VerbClock
{
    private readonly long _started;
    private readonly TimeSpan _compiled;

    private VerbClock(long started, TimeSpan compiled)
    {
        _started = started;
        _compiled = compiled;
    }

    public static VerbClock Start() => new(TimeProvider.System.GetTimestamp(), JitInfo.GetCompilationTime());

    public VerbTime Stop() => new(
        TimeProvider.System.GetElapsedTime(_started).TotalSeconds, (JitInfo.GetCompilationTime() - _compiled).TotalSeconds);
}
