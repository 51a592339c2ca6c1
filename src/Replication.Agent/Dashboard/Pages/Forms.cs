using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Replication.Agent.Dashboard.Hosting;
using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Dashboard.SignIn;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>Forms and the token that proves that one was filled in on a page of this dashboard.</summary>
internal static class Forms
{
    private const string TokenField = "token";

    public static Html Token(Session session) => Html.Of($"""<input type="hidden" name="{TokenField}" value="{session.FormToken}">""");

    /// <summary>Whether the form was made for the session that sends it.</summary>
    public static bool IsGenuine(IFormCollection form, Session session) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(form[TokenField].ToString()), Encoding.UTF8.GetBytes(session.FormToken));

    public static Task<IFormCollection> ReadAsync(DashboardRequest request) => request.Http.Request.HasFormContentType
        ? request.Http.Request.ReadFormAsync(request.Stop)
        : throw new BadHttpRequestException("A form is expected.");
}
