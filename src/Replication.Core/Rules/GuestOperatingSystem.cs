namespace Replication.Core.Rules;

/// <summary>
/// What runs in a machine, as its inventory or its disk says. Whatever is not known is null; no rule may take that as a yes.
/// </summary>
/// <param name="Family">Windows or Linux.</param>
/// <param name="Product">"Windows Server", "Windows", or a distribution as os-release's ID has it ("centos", "ol", "rhel", "sles", "ubuntu").</param>
/// <param name="Version">"2012 R2", "1803", "10", "7.9", "18.04".</param>
/// <param name="Edition">"Standard", "Datacenter", "Home"; null for Linux.</param>
/// <param name="Bits">32 or 64.</param>
/// <param name="Language">A culture name such as "en-US"; only Windows 10 is judged by it.</param>
public sealed record GuestOperatingSystem(
    GuestFamily? Family, string? Product = null, string? Version = null, string? Edition = null, int? Bits = null, string? Language = null)
{
    public static GuestOperatingSystem Unknown { get; } = new((GuestFamily?)null);
}
