namespace Replication.Aws.HotAdd.Drivers;

/// <summary>One of the two archives that Amazon publishes for Windows guests.</summary>
/// <param name="Holds">The file that the driver folder needs of it; it is written last, so with it all of the archive is there.</param>
/// <param name="Address">Where it is fetched from.</param>
internal sealed record DriverArchive(string Holds, Uri Address)
{
    /// <summary>
    /// Where Amazon's guide for Windows instances has them (topics "AWS PV drivers" and "EC2Config"). The first is what older documents
    /// call AWSPVDriverSetup.zip.
    /// </summary>
    public static IReadOnlyList<DriverArchive> OfAmazon { get; } =
    [
        new(DriverFolder.PvDrivers, new Uri("https://s3.amazonaws.com/ec2-windows-drivers-downloads/AWSPV/Latest/AWSPVDriver.zip")),
        new(DriverFolder.Ec2Config, new Uri("https://s3.amazonaws.com/ec2-downloads-windows/EC2Config/EC2Install.zip")),
    ];

    /// <summary>Copies of them below an address of the owner's, under the names that the documents have.</summary>
    public static IReadOnlyList<DriverArchive> Below(Uri address)
    {
        var folder = new Uri(address.AbsoluteUri.TrimEnd('/') + "/");
        return [new(DriverFolder.PvDrivers, new Uri(folder, "AWSPVDriverSetup.zip")), new(DriverFolder.Ec2Config, new Uri(folder, "EC2Install.zip"))];
    }
}
