using System.Globalization;

namespace Replication.Core.Fencing;

/// <summary>
/// One run of a job as stores see it: whatever the run writes carries this, and a store that has met a later run of the same
/// VM refuses it (StaleEpoch). It flows with the run's asynchronous work, so that no verb can forget it; work that is no
/// job's carries none and is not judged.
/// </summary>
/// <param name="Number">Greater than that of every earlier run that worked on one of the same VMs.</param>
/// <param name="Holder">Names the run, in messages and among equal numbers: job id and attempt.</param>
public sealed record WriterEpoch(long Number, string Holder)
{
    /// <summary>A GUID and an attempt need less; what comes over the network is not kept without bound.</summary>
    public const int LongestHolder = 100;

    private static readonly AsyncLocal<WriterEpoch?> Flowing = new();

    public static WriterEpoch? Current => Flowing.Value;

    /// <summary>From here on, in the calling method and whatever it starts, writes carry this epoch.</summary>
    public static void Enter(WriterEpoch? epoch) => Flowing.Value = epoch;

    /// <summary>Whether this may still write where the given one has written.</summary>
    public bool MayFollow(WriterEpoch present) => Number > present.Number || this == present;

    /// <summary>As it goes over the wire: "number;holder".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number};{Holder}");

    /// <returns>Null when the text is not what <see cref="ToString"/> makes.</returns>
    public static WriterEpoch? Parse(string text)
    {
        int end = text.IndexOf(';', StringComparison.Ordinal);
        if (end <= 0 || !long.TryParse(text.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out long number)) return null;
        string holder = text[(end + 1)..];
        return holder.Length is > 0 and <= LongestHolder && holder.All(letter => letter is > ' ' and <= '~') ? new WriterEpoch(number, holder) : null;
    }
}
