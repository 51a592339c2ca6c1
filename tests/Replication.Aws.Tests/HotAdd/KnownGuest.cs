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

    /// <summary>First sector of the boot disk that was looked into last.</summary>
    public byte[] Sector { get; } = new byte[512];

    public async ValueTask<GuestFacts> InspectAsync(
        IReadOnlyList<GuestDisk> disks, GuestAccess access = GuestAccess.Automatic, CancellationToken cancellationToken = default)
    {
        await Assert.Single(disks, disk => disk.Boot).View.ReadAsync(0, Sector, cancellationToken);
        Looks++;
        return GuestFacts.NothingKnown with
        {
            OperatingSystem = new GuestOperatingSystem(GuestFamily.Linux),
            Linux = LinuxFacts.Unknown(Place) with
            {
                Drivers = Enum.GetValues<GuestDriver>().ToDictionary(
                    driver => driver,
                    driver => Drivers.GetValueOrDefault(driver) is { } has
                        ? Fact<DriverAvailability>.Known(has ? DriverAvailability.Initramfs : DriverAvailability.Missing, Place)
                        : Fact<DriverAvailability>.Unknown(Place)),
            },
        };
    }
}
