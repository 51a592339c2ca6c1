using System.Globalization;
using System.Text;

namespace Replication.Aws.HotAdd.Windows;

/// <summary>A hive of the guest's registry as a file, changed through hivex.</summary>
internal sealed class RegistryHive(string path, string prefix)
{
    private const string CurrentControlSet = "CurrentControlSet";

    /// <summary>
    /// Merges the text of a registry file. CurrentControlSet is a link that only a running Windows has; it stands for the set
    /// that Select says is current.
    /// </summary>
    public async Task MergeAsync(string text, CancellationToken cancellationToken)
    {
        if (text.Contains($"\\{CurrentControlSet}", StringComparison.OrdinalIgnoreCase))
        {
            string current = (await NodeTool.RunAsync("hivexget", [path, "\\Select", "Current"], cancellationToken)).Trim();
            int number = current.StartsWith("0x", StringComparison.Ordinal)
                ? int.Parse(current[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                : int.Parse(current, CultureInfo.InvariantCulture);
            text = text.Replace($"\\{CurrentControlSet}", string.Create(CultureInfo.InvariantCulture, $"\\ControlSet{number:D3}"), StringComparison.OrdinalIgnoreCase);
        }

        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
            await NodeTool.RunAsync("hivexregedit", ["--merge", "--encoding", "UTF-8", "--prefix", prefix, path, file], cancellationToken);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
