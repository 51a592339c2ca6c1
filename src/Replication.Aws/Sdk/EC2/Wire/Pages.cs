using System.Runtime.CompilerServices;
using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>Follows NextToken from page to page. A page may be empty and still have a successor.</summary>
internal static class Pages
{
    public static async IAsyncEnumerable<TResponse> WalkAsync<TResponse>(
        string? firstToken,
        Func<string?, CancellationToken, Task<TResponse>> fetch,
        Func<TResponse, string?> next,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = firstToken;
        do
        {
            TResponse page = await fetch(token, cancellationToken);
            string? following = next(page);
            // A server that answers with the token it was asked with would keep us here for ever.
            if (following is { Length: > 0 } && following == token)
                throw new AmazonClientException($"The service answered page '{token}' with the same page as the next one.");
            yield return page;
            token = following;
        }
        while (!string.IsNullOrEmpty(token));
    }
}
