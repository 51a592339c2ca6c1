namespace Replication.Agent.Dashboard.SignIn;

/// <summary>How a try to sign in ended.</summary>
/// <param name="Cookie">Value of the session's cookie; null when nobody was let in.</param>
/// <param name="Wait">Until the next try with this name.</param>
internal sealed record SignInResult(string? Cookie, TimeSpan Wait);
