using Replication.Core.Rules;

namespace Replication.Disks.Guests;

/// <summary>Product, version, edition, width and language, in the words of the lists of supported systems.</summary>
internal static class WindowsRelease
{
    private const string Key = @"Microsoft\Windows NT\CurrentVersion";

    /// <summary>The first build that is Windows 11; its product name still says 10.</summary>
    private const int FirstBuildOf11 = 22000;

    private static readonly Dictionary<string, string> Editions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ServerStandard"] = "Standard",
        ["ServerStandardCore"] = "Standard",
        ["ServerDatacenter"] = "Datacenter",
        ["ServerDatacenterCore"] = "Datacenter",
        ["ServerDatacenterACor"] = "Datacenter",
        ["ServerStandardACor"] = "Standard",
        ["ServerEnterprise"] = "Enterprise",
        ["ServerEnterpriseCore"] = "Enterprise",
        ["ServerWeb"] = "Web Server",
        ["ServerWebCore"] = "Web Server",
        ["ServerStandardNano"] = "Nano Server",
        ["ServerDatacenterNano"] = "Nano Server",
        ["Core"] = "Home",
        ["CoreSingleLanguage"] = "Home",
    };

    /// <summary>[MS-LCID], the languages in which servers are sold most.</summary>
    private static readonly Dictionary<string, string> Languages = new(StringComparer.OrdinalIgnoreCase)
    {
        ["0404"] = "zh-TW",
        ["0407"] = "de-DE",
        ["0409"] = "en-US",
        ["040A"] = "es-ES",
        ["0C0A"] = "es-ES",
        ["040C"] = "fr-FR",
        ["0410"] = "it-IT",
        ["0411"] = "ja-JP",
        ["0412"] = "ko-KR",
        ["0416"] = "pt-BR",
        ["0419"] = "ru-RU",
        ["0804"] = "zh-CN",
        ["0809"] = "en-GB",
    };

    public static GuestOperatingSystem Read(WindowsRegistry registry)
    {
        string? name = registry.Software.Text(Key, "ProductName");
        string? edition = registry.Software.Text(Key, "EditionID");
        string? architecture = registry.System.Text(registry.Current(@"Control\Session Manager\Environment"), "PROCESSOR_ARCHITECTURE");
        string? language = registry.System.Text(registry.Current(@"Control\Nls\Language"), "InstallLanguage");
        bool? server = name?.Contains("Server", StringComparison.Ordinal);
        return new GuestOperatingSystem(
            GuestFamily.Windows,
            server switch { true => "Windows Server", false => "Windows", null => null },
            name is null ? null : Version(name, registry),
            edition is null ? null : Editions.GetValueOrDefault(edition, edition),
            architecture?.ToUpperInvariant() switch { "AMD64" or "ARM64" => 64, "X86" => 32, _ => null },
            language is null ? null : Languages.GetValueOrDefault(language, language));
    }

    private static string? Version(string productName, WindowsRegistry registry)
    {
        string[] words = productName.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int at = Array.FindIndex(words, word => char.IsAsciiDigit(word[0]) || word is "XP" or "Vista");

        // Releases between the numbered ones ("Windows Server Standard") have no number in their name.
        if (at < 0) return registry.Software.Text(Key, "DisplayVersion") ?? registry.Software.Text(Key, "ReleaseId");
        if (words[at] == "10" && int.TryParse(registry.Software.Text(Key, "CurrentBuild"), out int build) && build >= FirstBuildOf11) return "11";
        return at + 1 < words.Length && words[at + 1] == "R2" ? $"{words[at]} R2" : words[at];
    }
}
