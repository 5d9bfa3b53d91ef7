using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Cloud;

/// <summary>Where a client asks how far a long-running operation is (Azure-AsyncOperation and Location).</summary>
internal static class OperationEndpoints
{
    public static void Map(ArmRoutes routes)
    {
        foreach (var place in (OperationPlace[])[OperationPlace.Compute, OperationPlace.Disks, OperationPlace.Network])
            routes.OnOperation(place, request => Answer(request, place));
    }

    private static ArmAnswer Answer(ArmRequest request, OperationPlace place)
    {
        var operation = request.Cloud.Operations.GetValueOrDefault(request["operation"]) ?? throw ArmError.NotFound("operations", request["operation"], "");
        if (request.Query("monitor") == "true")
        {
            return operation.EndedAt is null
                ? ArmAnswer.Started(202, request, operation.Id, operation.Region, place: place)
                : ArmAnswer.Empty(200);
        }
        var body = new JsonObject
        {
            ["startTime"] = $"{operation.StartedAt:yyyy-MM-ddTHH:mm:ss.fffZ}",
            ["status"] = operation.EndedAt is null ? "InProgress" : operation.FailureCode is null ? "Succeeded" : "Failed",
            ["name"] = operation.Id,
        };
        if (operation.EndedAt is { } end) body["endTime"] = $"{end:yyyy-MM-ddTHH:mm:ss.fffZ}";
        if (operation.FailureCode is { } code) body["error"] = new JsonObject { ["code"] = code, ["message"] = operation.FailureMessage };
        return ArmAnswer.Ok(body) with { Headers = [("Retry-After", "1")] };
    }
}
