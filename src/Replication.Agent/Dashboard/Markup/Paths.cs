namespace Replication.Agent.Dashboard.Markup;

/// <summary>Addresses within the dashboard. Whatever comes from outside is percent-encoded.</summary>
internal static class Paths
{
    public const string Overview = "/";
    public const string Machines = "/machines";
    public const string Groups = "/groups";
    public const string Jobs = "/jobs";
    public const string Drills = "/drills";
    public const string Audit = "/audit";
    public const string Agents = "/agents";
    public const string SignIn = "/sign-in";
    public const string SignOut = "/sign-out";

    public static string Machine(string id) => $"{Machines}/{Uri.EscapeDataString(id)}";

    public static string Evidence(string machineId) => $"{Machine(machineId)}/evidence";

    public static string Group(string id) => $"{Groups}/{Uri.EscapeDataString(id)}";

    public static string Job(string id) => $"{Jobs}/{Uri.EscapeDataString(id)}";

    public static string Screenshot(string jobId) => $"{Drills}/{Uri.EscapeDataString(jobId)}/screen.png";

    public static string Action(string machineId, string action, string? pointId = null) =>
        $"{Machine(machineId)}/{action}" + (pointId is null ? "" : $"?point={Uri.EscapeDataString(pointId)}");

    /// <summary>An address with a query of those values that are there.</summary>
    public static string With(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var parts = new List<string>();
        foreach ((string name, string? value) in query)
        {
            if (!string.IsNullOrEmpty(value)) parts.Add($"{name}={Uri.EscapeDataString(value)}");
        }

        return parts.Count == 0 ? path : $"{path}?{string.Join('&', parts)}";
    }

    /// <summary>Where a sign-in may lead back to: an address of this site, never of another one.</summary>
    public static string Local(string? path) =>
        path is { Length: > 0 } && path[0] == '/' && (path.Length == 1 || path[1] is not ('/' or '\\')) && !path.Any(char.IsControl) ? path : Overview;
}
