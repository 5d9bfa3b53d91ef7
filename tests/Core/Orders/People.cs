using ChatOps.Core.People;

namespace ChatOps.Tests.Core.Orders;

/// <summary>Two teams and everyone who stands in some relation to a machine of <see cref="Scientist"/> in <see cref="Vision"/>.</summary>
internal static class People
{
    public static readonly Team Vision = new()
    {
        Name = "vision",
        Title = "Computer Vision",
        Managers = ["manager@contoso.example"],
        Members = ["scientist@contoso.example", "scientist2@contoso.example"],
        Channel = "vision",
    };
    public static readonly Team Speech = new()
    {
        Name = "speech",
        Title = "Speech",
        Managers = ["speech-manager@contoso.example"],
        Members = ["scientist@contoso.example", "linguist@contoso.example"],
        Channel = "talk",
    };

    public static readonly Policy Policy = new()
    {
        Organisation = "Contoso",
        TimeZone = TimeZoneInfo.Utc,
        Admins = ["admin@contoso.example"],
        Teams = [Vision, Speech],
    };

    public static readonly Person Scientist = Named("scientist");

    public static Person Named(string handle) => Policy.Find($"{handle}@contoso.example") ?? throw new ArgumentException($"{handle} is nobody.");
}
