namespace Replication.Aws.Sites;

/// <summary>
/// Device names of a machine's volumes in EC2's recommended order
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html): the root, /dev/sdf to /dev/sdp, then the
/// two-letter names. The guest of a Nitro instance sees NVMe devices and does not know these names.
/// </summary>
internal static class DeviceNames
{
    public const string Root = "/dev/sda1";

    private static readonly string[] Data =
    [
        .. "fghijklmnop".Select(letter => $"/dev/sd{letter}"),
        .. "bcd".SelectMany(first => "abcdefghijklmnopqrstuvwxyz".Select(second => $"/dev/xvd{first}{second}")),
    ];

    /// <summary>More than any instance type attaches.</summary>
    public static int Maximum => Data.Length + 1;

    /// <param name="index">0 for the boot disk.</param>
    /// <param name="root">What the image calls the root device.</param>
    public static string At(int index, string root) => index == 0 ? root : Data[index - 1];
}
