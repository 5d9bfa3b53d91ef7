using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatOps.Azure.Storage;

/// <summary>Signs requests to tables with the account's key, in the short form ("Shared Key Lite").</summary>
internal sealed class TableSharedKeyPolicy(StorageSharedKeyCredential credential) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        var date = request.Headers.TryGetValue("x-ms-date", out var value) ? value : "";
        request.Headers.SetValue("Authorization", $"SharedKeyLite {credential.AccountName}:{Signature(credential, date, request.Uri.ToUri())}");
    }

    /// <param name="uri">Its path is signed as it is sent, percent signs and all; of its query only <c>comp</c>, which no request of ours has.</param>
    public static string Signature(StorageSharedKeyCredential credential, string date, Uri uri) =>
        credential.Sign($"{date}\n/{credential.AccountName}{uri.AbsolutePath}");
}
