using System.Collections.Frozen;
using System.Security.Cryptography;
using Replication.Agent.Dashboard.Hosting;
using Replication.Agent.Dashboard.Pages;

namespace Replication.Agent.Dashboard.Assets;

/// <summary>Style, scripts and icon, out of this program: the dashboard takes nothing from anywhere else. Addresses change with the content.</summary>
internal static class AssetFiles
{
    private static readonly FrozenDictionary<string, (byte[] Content, string Version, string ContentType)> Files = new Dictionary<string, (byte[], string, string)>
    {
        ["dashboard.css"] = Load("dashboard.css", "text/css; charset=utf-8"),
        ["dashboard.js"] = Load("dashboard.js", "text/javascript; charset=utf-8"),
        ["theme.js"] = Load("theme.js", "text/javascript; charset=utf-8"),
        ["icon.svg"] = Load("icon.svg", "image/svg+xml"),
    }.ToFrozenDictionary();

    public static string AddressOf(string name) => $"/assets/{name}?v={Files[name].Version}";

    public static Task<IAnswer> ServeAsync(DashboardRequest request) => Task.FromResult<IAnswer>(
        Files.TryGetValue(request.Value("name"), out var file)
            ? new FileAnswer(file.Content, file.ContentType) { IsImmutable = request.Query("v") == file.Version }
            : ErrorPage.NotFound("This file"));

    private static (byte[] Content, string Version, string ContentType) Load(string name, string contentType)
    {
        using Stream resource = typeof(AssetFiles).Assembly.GetManifestResourceStream($"Replication.Agent.Dashboard.Assets.{name}")!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return (content, Convert.ToHexStringLower(SHA256.HashData(content))[..16], contentType);
    }
}
