using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Replication.Core.Schedules;

/// <summary>
/// When something repeats: instants a fixed interval apart, on UTC, which no change of summer time moves. What was missed is made up for once,
/// never as often as it was missed.
/// </summary>
/// <param name="Origin">One of the instants.</param>
/// <param name="Interval">Their distance.</param>
public readonly record struct ReplicationGrid(DateTimeOffset Origin, TimeSpan Interval)
{
    /// <summary>
    /// The grid of a group: the same on every machine and after every restart. Groups of one interval are spread over it, so that thousands do not
    /// begin at the same second.
    /// </summary>
    public static ReplicationGrid Of(string groupId, TimeSpan interval)
    {
        ulong number = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(groupId)));
        return new ReplicationGrid(DateTimeOffset.UnixEpoch + TimeSpan.FromTicks((long)(number % (ulong)interval.Ticks)), interval);
    }

    /// <summary>The newest instant that is not after the given one.</summary>
    public DateTimeOffset Last(DateTimeOffset now)
    {
        long since = (now - Origin).Ticks % Interval.Ticks;
        return now - TimeSpan.FromTicks(since < 0 ? since + Interval.Ticks : since);
    }

    public DateTimeOffset Next(DateTimeOffset now) => Last(now) + Interval;

    /// <summary>The newest instant after the one that was served last; null when none has come.</summary>
    /// <param name="served">Served last.</param>
    /// <param name="now">The time.</param>
    public DateTimeOffset? Due(DateTimeOffset served, DateTimeOffset now) => Last(now) is var last && last > served ? last : null;

    /// <summary>Whether a clock went back so far that what was served last lies where it cannot have been; a small correction only waits.</summary>
    public bool IsAhead(DateTimeOffset served, DateTimeOffset now) => served > now + Interval;
}
