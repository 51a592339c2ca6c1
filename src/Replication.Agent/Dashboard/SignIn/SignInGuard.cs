using System.Security.Cryptography;
using System.Text;

namespace Replication.Agent.Dashboard.SignIn;

/// <summary>
/// Makes guessing slow: after a few failures every further one doubles the time until the next try. Names are counted in a fixed number
/// of places under a digest that nobody outside can compute, so that memory is bounded and a name that does not exist is refused exactly
/// as one that does.
/// </summary>
internal sealed class SignInGuard(TimeProvider time)
{
    internal const int FreeFailures = 5;

    internal static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(2);

    /// <summary>Somebody else's guesses keep the user out as well; not for longer than this.</summary>
    internal static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(15);

    /// <summary>Failures are forgotten when there were none for this long.</summary>
    internal static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private const int Places = 4096;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Lock _gate = new();
    private readonly Count[] _counts = new Count[Places];

    /// <summary>How long a try with this name has to wait still; zero for not at all.</summary>
    public TimeSpan WaitFor(string name)
    {
        lock (_gate)
        {
            TimeSpan left = _counts[PlaceOf(name)].BlockedUntil - time.GetUtcNow();
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <returns>True when the name is blocked by this failure.</returns>
    public bool Failed(string name)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_gate)
        {
            ref Count count = ref _counts[PlaceOf(name)];
            int failures = now - count.Last > Memory ? 1 : count.Failures + 1;
            TimeSpan delay = failures < FreeFailures ? TimeSpan.Zero : FirstDelay * Math.Pow(2, Math.Min(failures - FreeFailures, 20));
            if (delay > LongestDelay) delay = LongestDelay;
            count = new Count(failures, now, now + delay);
            return delay > TimeSpan.Zero;
        }
    }

    public void Succeeded(string name)
    {
        lock (_gate) _counts[PlaceOf(name)] = default;
    }

    private int PlaceOf(string name) =>
        (int)(BitConverter.ToUInt32(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(name.ToLowerInvariant()))) % Places);

    private readonly record struct Count(int Failures, DateTimeOffset Last, DateTimeOffset BlockedUntil);
}
