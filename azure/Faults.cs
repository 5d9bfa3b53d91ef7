using Azure;
using Azure.Identity;
using ChatOps.Core.Machines;

namespace ChatOps.Azure;

/// <summary>Where exceptions of the SDK become faults.</summary>
internal static class Faults
{
    /// <exception cref="CloudFaultException">Whatever the SDK threw, classified.</exception>
    public static async Task<T> CaughtAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (RequestFailedException e)
        {
            throw new CloudFaultException(CloudFaults.Classify(e), e);
        }
        // Tried several times, and there was never an answer.
        catch (AggregateException e)
        {
            throw new CloudFaultException(new CloudFault(FaultKind.Transient, "NoAnswer", e.InnerExceptions[^1].Message.Split('\n')[0].Trim()), e);
        }
        // The SDK's own time limit, not ours.
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CloudFaultException(new CloudFault(FaultKind.Transient, "NoAnswer", "Azure did not answer in time."), e);
        }
        // The token service, not a decision about us: those come as RequestFailedException with 403.
        catch (AuthenticationFailedException e)
        {
            throw new CloudFaultException(new CloudFault(FaultKind.Transient, "NoToken", e.Message), e);
        }
    }

    /// <summary>Deletes, and is content when there is nothing to delete.</summary>
    public static async Task GoneAsync(Func<Task> delete)
    {
        try
        {
            await delete();
        }
        catch (RequestFailedException e) when (IsGone(e))
        {
            // As wanted.
        }
    }

    /// <summary>
    /// Whether Azure says that this one resource is not there. A 404 alone does not say so: a missing resource group, an unknown
    /// type or a gateway's page come with it too, and a machine that is taken for gone is given up with all that it holds.
    /// </summary>
    public static bool IsGone(RequestFailedException e) => e.Status == 404 && CloudFaults.Classify(e).Kind == FaultKind.NotFound;
}
