using System.Collections.ObjectModel;

namespace Replication.Disks.Guests;

/// <summary>Names of an archive that the guest has made: no real one has a million of them.</summary>
internal sealed class LimitedNames : Collection<string>
{
    private const int Limit = 1_000_000;

    protected override void InsertItem(int index, string item)
    {
        if (Count >= Limit) throw new InvalidDataException($"The archive holds more than {Limit} files.");
        base.InsertItem(index, item);
    }
}
