namespace Replication.Disks.Guests;

/// <summary>
/// Profiles for which Windows Firewall is on. A group policy wins over the local setting, without either a profile is on,
/// and without its service none is.
/// </summary>
internal static class WindowsFirewallProfiles
{
    private const int Disabled = 4;

    /// <summary>The private profile is StandardProfile, its name of before, except in some policies.</summary>
    private static readonly (string Name, string Local, string[] Policies)[] Profiles =
    [
        ("Domain", "DomainProfile", ["DomainProfile"]),
        ("Private", "StandardProfile", ["PrivateProfile", "StandardProfile"]),
        ("Public", "PublicProfile", ["PublicProfile"]),
    ];

    public static IReadOnlyList<string> Enabled(WindowsRegistry registry)
    {
        if (registry.System.Number(registry.Current(@"Services\MpsSvc"), "Start") == Disabled) return [];
        return [.. Profiles.Where(profile => IsOn(profile.Local, profile.Policies)).Select(profile => profile.Name)];

        bool IsOn(string local, string[] policies)
        {
            int? policy = policies.Select(name => registry.Software.Number($@"Policies\Microsoft\WindowsFirewall\{name}", "EnableFirewall"))
                .FirstOrDefault(value => value is not null);
            string path = registry.Current($@"Services\SharedAccess\Parameters\FirewallPolicy\{local}");
            return (policy ?? registry.System.Number(path, "EnableFirewall")) is not 0;
        }
    }
}
