using Replication.Aws.HotAdd;
using Replication.Aws.Tests.Sessions;

namespace Replication.Aws.Tests.HotAdd;

public sealed class InstanceMetadataTests
{
    private const string Instance = "i-0123456789abcdef0";
    private const string IssuedToken = "the-token";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_instance_is_told_to_whoever_has_a_token()
    {
        using var service = new LoopbackService(request => Answer(request, Instance));
        Assert.Equal(Instance, await new InstanceMetadata(new Uri(service.Url)).FindInstanceIdAsync(Token));
    }

    [Fact]
    public async Task What_is_no_instance_id_is_none()
    {
        using var service = new LoopbackService(request => Answer(request, "<html>"));
        Assert.Null(await new InstanceMetadata(new Uri(service.Url)).FindInstanceIdAsync(Token));
    }

    [Fact]
    public async Task Where_nothing_answers_there_is_none()
    {
        string url;
        using (var service = new LoopbackService(request => Answer(request, Instance))) url = service.Url;
        Assert.Null(await new InstanceMetadata(new Uri(url)).FindInstanceIdAsync(Token));
    }

    /// <summary>Version 2 of the service: nothing without a token.</summary>
    private static (int Status, string Body) Answer(string request, string instance) =>
        request.StartsWith("PUT /latest/api/token ", StringComparison.Ordinal) ? (200, IssuedToken)
        : request.StartsWith("GET /latest/meta-data/instance-id ", StringComparison.Ordinal) && request.Contains(IssuedToken, StringComparison.Ordinal) ? (200, instance)
        : (401, "");
}
