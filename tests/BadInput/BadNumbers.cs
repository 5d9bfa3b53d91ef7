namespace ChatOps.Tests.BadInput;

/// <summary>Numbers and times that are none, or none that anybody could have meant.</summary>
public sealed class BadNumbers
{
    public static TheoryData<string> Numbers =>
    [
        "0", "00", "-1", "+1", "1.0", "1,0", "1.5", "1e1", "0x1", "1_0", "1 000", "½", "²", "１", "٢", "೧", "Ⅳ", "①", "NaN", "Infinity", "-0", "∞",
        "two", "1GPU", "null",
        "true", "2147483648", "-2147483649", "4294967297", "9223372036854775808", "99999999999999999999", "{100K-digits}", "1;2", "1\u200B",
        "{NUL}1", "1{NUL}", " ", "--1",
    ];

    public static TheoryData<string> Hours =>
    [
        "0", "0.0", "0.000000000001", "-1", "+4", "4,5", "4.5.6", ".", "1e9", "1E400", "0x4", "４", "٤", "NaN", "nan", "Infinity", "-Infinity",
        "∞", "four", "4h",
        "8785", "99999999999", "1.7976931348623157E309", "{100K-digits}", "0.{100K-digits}", "4 5", "4\u202E", "{NUL}", "null", "--4", "24:00",
        "4/2", "$4",
    ];

    public static TheoryData<string> Times =>
    [
        "0h", "0m", "0s", "0.0h", "0d0h", "-3h", "- 3h", "+3h", "1e9h", "99999999999d", "367d", "8785h", "NaN", "NaNh", "Infinityh", "∞h",
        "2 hours ago", "4hh", "4h4", "h",
        "4", "hours", "4 weeks", "4 years", "1,5h", "1.5.5h", "４h", "٤h", "4ｈ", "four hours", "4h!", "4h;reboot", "4h\u200B", "4{NUL}h",
        "{100K-digits}h", "1h{100KB}",
        "forever", "tomorrow", "until 9:00", "PT4H", "04:00:00", "4 h o u r s", "null", "--4h", "$(4h)", "½h", "0.0000001s",
    ];

    [Theory]
    [MemberData(nameof(Numbers))]
    public Task So_many_GPUs_are_not_launched(string number) => RefusedAsync($"launch pytorch-t4 --gpus=\"{number}\"");

    [Theory]
    [MemberData(nameof(Numbers))]
    public Task So_many_GPUs_are_not_launched_in_plain_words_either(string number) => RefusedAsync($"launch pytorch-t4 with \"{number}\" gpus");

    [Theory]
    [MemberData(nameof(Hours))]
    public Task So_many_hours_are_not_launched(string hours) => RefusedAsync($"launch pytorch-t4 --hours=\"{hours}\"");

    [Theory]
    [MemberData(nameof(Times))]
    public Task For_such_a_time_nothing_is_launched(string time) => RefusedAsync($"launch pytorch-t4 for {time}");

    [Theory]
    [MemberData(nameof(Times))]
    public Task By_such_a_time_nothing_is_extended(string time) => RefusedAsync($"extend ember-otter {time}");

    private static async Task RefusedAsync(string text)
    {
        using var desk = await ChatDesk.OpenAsync();
        await desk.RefusedAsync(Sentence.Expand(text));
    }
}
