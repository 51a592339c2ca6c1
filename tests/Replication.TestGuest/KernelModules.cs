namespace Replication.TestGuest;

/// <summary>Modules of the kernel in the order in which they load.</summary>
internal static class KernelModules
{
    /// <summary>Disks and networks of virtio, its serial ports for the agent, the boot partition's file system, the power button.</summary>
    private static readonly string[] Wanted =
        ["virtio_pci", "virtio_blk", "virtio_scsi", "sd_mod", "virtio_net", "virtio_console", "vfat", "nls_cp437", "nls_ascii", "nls_utf8", "button", "evdev"];

    /// <param name="folder">Folder with modules.dep, which names for every module those it needs.</param>
    /// <returns>Full paths; what another needs comes before it. What the kernel has built in is not in modules.dep and left out.</returns>
    public static IReadOnlyList<string> InLoadOrder(string folder)
    {
        Dictionary<string, string[]> needs = File.ReadLines(Path.Combine(folder, "modules.dep")).Select(line => line.Split(':'))
            .ToDictionary(parts => parts[0], parts => parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Dictionary<string, string> paths = needs.Keys.ToDictionary(path => Path.GetFileName(path).Split('.')[0]);
        var order = new List<string>();
        foreach (string name in Wanted)
        {
            if (paths.TryGetValue(name, out string? path)) Add(path);
        }

        return [.. order.Select(path => Path.Combine(folder, path))];

        void Add(string path)
        {
            if (order.Contains(path)) return;
            foreach (string need in needs[path]) Add(need);
            order.Add(path);
        }
    }
}
