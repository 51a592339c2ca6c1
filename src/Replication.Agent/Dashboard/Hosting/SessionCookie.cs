using Microsoft.AspNetCore.Http;

namespace Replication.Agent.Dashboard.Hosting;

/// <summary>The only cookie, and only of those who signed in. It ends with the browser, if not before.</summary>
internal static class SessionCookie
{
    /// <summary>With this prefix browsers take it from an encrypted page alone, and for no other path or name.</summary>
    private const string Encrypted = "__Host-replication";

    private const string Plain = "replication";

    public static string? Read(HttpRequest request) => request.Cookies[NameFor(request)];

    public static void Set(HttpContext context, string value) => context.Response.Cookies.Append(NameFor(context.Request), value, Options(context.Request));

    public static void Remove(HttpContext context) => context.Response.Cookies.Delete(NameFor(context.Request), Options(context.Request));

    private static string NameFor(HttpRequest request) => request.IsHttps ? Encrypted : Plain;

    private static CookieOptions Options(HttpRequest request) => new() { HttpOnly = true, Secure = request.IsHttps, SameSite = SameSiteMode.Strict, Path = "/" };
}
