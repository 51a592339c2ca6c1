using System.Text.RegularExpressions;

namespace Replication.Module.Tests;

/// <summary>The DSC resources as the build lays them out beside the module.</summary>
public partial class DscLayoutTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "out", "ReplicationDsc", Path.GetFileName(Repository.Module));

    [Fact]
    public void Manifest_and_required_module_have_the_version_of_the_assemblies()
    {
        string version = Path.GetFileName(Repository.Module);
        string manifest = File.ReadAllText(Path.Combine(Folder, "ReplicationDsc.psd1"));
        Assert.Equal([version, version], Versions().Matches(manifest).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public void The_manifest_exports_every_resource_that_the_module_has()
    {
        string manifest = File.ReadAllText(Path.Combine(Folder, "ReplicationDsc.psd1"));
        string[] resources = [.. Resources().Matches(File.ReadAllText(Path.Combine(Folder, "ReplicationDsc.psm1"))).Select(match => match.Groups[1].Value)];
        Assert.Equal(3, resources.Length);
        Assert.Contains($"DscResourcesToExport = @({string.Join(", ", resources.Select(name => $"'{name}'"))})", manifest, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"ModuleVersion\s*= '([\d.]+)'")]
    private static partial Regex Versions();

    [GeneratedRegex(@"\[DscResource\(\)\]\s+class (\w+)")]
    private static partial Regex Resources();
}
