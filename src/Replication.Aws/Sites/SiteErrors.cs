using System.Net;
using System.Net.Sockets;
using Amazon.EC2;
using Amazon.Runtime;
using Replication.Aws.Snapshots.Calls;
using Replication.Core.Errors;

namespace Replication.Aws.Sites;

/// <summary>Errors that several parts of the site raise, and what the site's callers see of the service's own.</summary>
internal static class SiteErrors
{
    public static ReplicationException InstanceGone(string instanceId) =>
        new("ResourceNotFound", $"instance {instanceId}", "It is gone.", "an instance that is not terminated.");

    /// <summary>What the service itself would say of something that it does not list yet.</summary>
    public static AmazonEC2Exception NotListed(string what, string code) => new($"{what} is not listed.", null, ErrorType.Sender, code, null, HttpStatusCode.BadRequest);

    public static ReplicationException MustBeStopped(string name, string? state) =>
        new("VmRunning", $"Machine {name}", $"Its instance is {state}.", "a machine that is shut down.", "Stop it first.");

    /// <summary>Runs one verb of the site; errors of the service come out as those of the product.</summary>
    public static async Task<T> TranslateAsync<T>(string operation, string target, Func<Task<T>> action, CancellationToken cancellationToken)
    {
        try
        {
            return await action();
        }
        catch (Exception error) when (IsOfService(error) && !cancellationToken.IsCancellationRequested)
        {
            throw AwsErrors.From(operation, target, FailureClassifier.Classify(error), error, TimeSpan.Zero);
        }
    }

    public static Task TranslateAsync(string operation, string target, Func<Task> action, CancellationToken cancellationToken) => TranslateAsync(
        operation, target,
        async () =>
        {
            await action();
            return true;
        },
        cancellationToken);

    public static bool IsOfService(Exception error) =>
        error is AmazonServiceException or AmazonClientException or HttpRequestException or HttpIOException or SocketException or TimeoutException or OperationCanceledException { InnerException: TimeoutException };
}
