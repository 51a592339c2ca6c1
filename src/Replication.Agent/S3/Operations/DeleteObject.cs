using Microsoft.AspNetCore.Http;

namespace Replication.Agent.S3.Operations;

internal static class DeleteObject
{
    public static Task RunAsync(S3Request request)
    {
        request.Bucket().Delete(request.Key, WriteCondition.ReadForDelete(request));
        request.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
