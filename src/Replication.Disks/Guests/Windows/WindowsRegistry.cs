namespace Replication.Disks.Guests;

/// <summary>The two hives that describe the machine. The control set is the one that Windows last started from.</summary>
internal sealed class WindowsRegistry
{
    public const string Folder = "/Windows/System32/config";

    /// <summary>Hives of servers with many roles are a few hundred megabytes.</summary>
    private const int MaxHiveBytes = 1 << 29;

    private readonly string _controlSet;

    private WindowsRegistry(RegistryHive system, RegistryHive software, string controlSet)
    {
        System = system;
        Software = software;
        _controlSet = controlSet;
    }

    public RegistryHive System { get; }

    public RegistryHive Software { get; }

    public static async ValueTask<WindowsRegistry> OpenAsync(GuestTree tree, CancellationToken cancellationToken)
    {
        var system = await HiveAsync("SYSTEM");
        var software = await HiveAsync("SOFTWARE");
        return system.Number("Select", "Current") is > 0 and < 1000 and var current
            ? new WindowsRegistry(system, software, $"ControlSet{current:D3}")
            : throw new GuestFileException($"{Folder}/SYSTEM", @"Select\Current does not name a control set.");

        async ValueTask<RegistryHive> HiveAsync(string name)
        {
            byte[] hive = await tree.ReadAsync($"{Folder}/{name}", MaxHiveBytes, cancellationToken)
                ?? throw new GuestFileException($"{Folder}/{name}", "It is not there.");
            var logs = new List<(string Name, byte[] File)>();
            if (HiveRecovery.IsNeeded(hive))
            {
                foreach (string log in (string[])[$"{name}.LOG1", $"{name}.LOG2"])
                {
                    if (await tree.ReadAsync($"{Folder}/{log}", MaxHiveBytes, cancellationToken) is { } file) logs.Add((log, file));
                }
            }

            return new RegistryHive(name, hive, logs);
        }
    }

    /// <summary>A path below CurrentControlSet.</summary>
    public string Current(string path) => $@"{_controlSet}\{path}";
}
