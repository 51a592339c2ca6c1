using System.Globalization;
using Microsoft.AspNetCore.Http;
using Replication.Agent.Dashboard.Hosting;
using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Dashboard.SignIn;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>Signing in and out.</summary>
internal static class SignInPage
{
    public static Task<IAnswer> ShowAsync(DashboardRequest request) =>
        Task.FromResult<IAnswer>(Page(request, StatusCodes.Status200OK, Paths.Local(request.Query("return")), name: null, trouble: null));

    public static async Task<IAnswer> SignInAsync(DashboardRequest request)
    {
        IFormCollection form = await Forms.ReadAsync(request);
        string name = form["name"].ToString();
        string back = Paths.Local(form["return"].ToString());
        string remote = request.Http.Connection.RemoteIpAddress?.ToString() ?? "an unknown address";
        SignInResult result = await request.Parts.Desk.SignInAsync(name, form["password"].ToString(), remote, request.Stop);
        if (result.Cookie is { } cookie)
        {
            // A session that somebody had before is not what this one goes on with.
            request.Parts.Sessions.End(SessionCookie.Read(request.Http.Request));
            SessionCookie.Set(request.Http, cookie);
            return new RedirectAnswer(back);
        }

        if (result.Wait <= TimeSpan.Zero) return Page(request, StatusCodes.Status403Forbidden, back, name, "Name or password is wrong.");
        request.Http.Response.Headers.RetryAfter = Math.Ceiling(result.Wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Page(request, StatusCodes.Status429TooManyRequests, back, name, $"Too many failures. Try again in {Show.Span(result.Wait)}.");
    }

    public static async Task<IAnswer> SignOutAsync(DashboardRequest request)
    {
        IFormCollection form = await Forms.ReadAsync(request);
        if (request.Session is { } session && !Forms.IsGenuine(form, session))
            return ErrorPage.Of(StatusCodes.Status403Forbidden, "The form is not of this sign-in. Open the page again.", null);
        request.Parts.Sessions.End(SessionCookie.Read(request.Http.Request));
        SessionCookie.Remove(request.Http);
        return new RedirectAnswer(Paths.Overview);
    }

    private static PageAnswer Page(DashboardRequest request, int status, string back, string? name, string? trouble) => new(
        "Sign in", null,
        Html.Of($"""
            <h1>Sign in</h1>
            {Html.When(request.Parts.Options.Users.Read().Count == 0, $"""
                <p class="note">There are no users yet. Add one on this machine: <code>replication dashboard user add NAME</code></p>
                """)}
            <form class="panel sign-in" method="post" action="{Paths.SignIn}">
            {(trouble is null ? Html.Empty : Html.Of($"""<p class="note bad" role="alert">{trouble}</p>"""))}
            <input type="hidden" name="return" value="{back}">
            <label>Name <input name="name" value="{name}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="{UserFile.MaximumNameLength}" required></label>
            <label>Password <input type="password" name="password" autocomplete="current-password" maxlength="{UserFile.MaximumPasswordLength}" required></label>
            <button class="primary">Sign in</button>
            </form>
            """))
    { Status = status };
}
