using Replication.Core.Rules;
using Replication.Core.Rules.Guests;

namespace Replication.Aws.Tests.HotAdd;

/// <summary>Says of every machine that it is a Linux guest with the given drivers, after it has read its first sector.</summary>
internal sealed class KnownGuest : IGuestInspector
{
    public const string Place = "initramfs of the test";

    /// <summary>Null or not there: not known.</summary>
    public Dictionary<GuestDriver, bool?> Drivers { get; } = [];

    public int Looks { get; private set; }

    public async ValueTask<GuestFacts> InspectAsync(
        IReadOnlyList<GuestDisk> disks, GuestAccess access = GuestAccess.Automatic, CancellationToken cancellationToken = default)
    {
        await Assert.Single(disks, disk => disk.Boot).View.ReadAsync(0, new byte[512], cancellationToken);
        Looks++;
        return GuestFacts.NothingKnown with
        {
            OperatingSystem = new GuestOperatingSystem(GuestFamily.Linux),
            Linux = LinuxFacts.Unknown(Place) with
            {
                Drivers = Drivers.ToDictionary(
                    driver => driver.Key,
                    driver => driver.Value is { } has
                        ? Fact<DriverAvailability>.Known(has ? DriverAvailability.Initramfs : DriverAvailability.Missing, Place)
                        : Fact<DriverAvailability>.Unknown(Place)),
            },
        };
    }
}
