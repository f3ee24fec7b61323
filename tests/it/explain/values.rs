//! What else may be written in place of a value of the inputs.

/// Words, and what else may be written in their places.
const WORDS: &[(&str, &[&str])] = &[
    ("true", &["false"]),
    ("false", &["true"]),
    ("addon", &["chart"]),
    ("chart", &["addon"]),
    ("manual", &["auto"]),
    ("auto", &["manual"]),
    ("StandardV2", &["PremiumV2"]),
    ("PremiumV2", &["StandardV2"]),
    ("Sunday", &["Monday"]),
    ("Saturday", &["Monday"]),
    ("Monthly", &["Weekly"]),
    ("Weekly", &["Monthly"]),
    ("Daily", &["Weekly"]),
    ("swedencentral", &["norwayeast", "westcentralus"]),
    ("germanywestcentral", &["francecentral", "swedencentral"]),
    ("null", &["10.20.9.0/24"]),
    ("none", &["{tokens: 999, period: Daily}"]),
    ("prod", &["demo"]),
    ("0.6.0", &["0.7.0", "0.12.0"]),
    ("1.36", &["1.35"]),
    ("KubernetesOfficial", &["AKSLongTermSupport"]),
    ("AKSLongTermSupport", &["KubernetesOfficial"]),
    ("Premium", &["Standard"]),
    ("0.12.0", &["0.11.0", "0.7.0"]),
    ("models", &["aks"]),
    ("chat", &["embeddings", "responses"]),
    ("completions", &["embeddings"]),
    ("embeddings", &["chat"]),
    ("responses", &["completions", "embeddings"]),
    ("GlobalStandard", &["DataZoneStandard", "Standard"]),
    ("Standard", &["GlobalStandard"]),
    ("DataZoneStandard", &["GlobalStandard"]),
    (
        "ProvisionedManaged",
        &["GlobalProvisionedManaged", "GlobalStandard"],
    ),
    ("NoAutoUpgrade", &["OnceCurrentVersionExpired"]),
    (
        "OnceCurrentVersionExpired",
        &["OnceNewDefaultVersionAvailable", "NoAutoUpgrade"],
    ),
    (
        "Standard_NC24ads_A100_v4",
        &["Standard_NC48ads_A100_v4", "Standard_NC40ads_H100_v5"],
    ),
    (
        "Standard_NC40ads_H100_v5",
        &["Standard_NC24ads_A100_v4", "Standard_NC80adis_H100_v5"],
    ),
    ("Standard_NV36ads_A10_v5", &["Standard_NC24ads_A100_v4"]),
    ("02:00", &["03:00"]),
    ("Mistral AI", &["OpenAI"]),
    ("text-embedding-3-large", &["text-3-large"]),
    ("+01:00", &["+02:00"]),
    ("9.5.4", &["9.5.5"]),
    ("v1.21.2", &["v1.21.3"]),
    ("1.26.1", &["1.26.2"]),
    ("0.158.3", &["0.158.4"]),
    ("1.0.0", &["1.0.1"]),
    ("any", &["https"]),
    ("cluster", &["any"]),
    ("baseline", &["restricted"]),
    ("tempo", &["certManager"]),
];

/// Values that may stand in place of one.
pub(crate) fn others(old: &str, key: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    if let Some((_, others)) = WORDS.iter().find(|(word, _)| *word == old) {
        all.extend(others.iter().map(|other| (*other).to_owned()));
    }
    if key.ends_with(".preset") {
        let presets = [
            "phi-4",
            "mistral-7b-instruct",
            "phi-4-mini-instruct",
            "qwen2.5-coder-32b-instruct",
        ];
        all.extend(
            presets
                .into_iter()
                .filter(|other| *other != old)
                .map(str::to_owned),
        );
        return all;
    }
    if key.ends_with(".modelName") {
        all.push(format!("embed-{old}"));
    }
    if let Ok(number) = old.parse::<i64>() {
        let near = [number + 1, number - 1, number + 2];
        let far = [number * 2, number / 2];
        all.extend(near.into_iter().chain(far).map(|other| other.to_string()));
        return all;
    }
    if let Ok(number) = old.parse::<f64>() {
        all.extend([number + 1.5, number / 2.0].map(|other| other.to_string()));
        return all;
    }
    if let Ok(net) = old.parse::<ipnet::Ipv4Net>() {
        let [a, b, c, _] = net.addr().octets();
        let length = net.prefix_len();
        all.extend(
            [100, 104, 108]
                .map(|more| format!("{a}.{b}.{}.0/{length}", c.wrapping_add(more) & 0xfc)),
        );
        if length == 16 {
            all.push(format!("{a}.{}.0.0/{length}", b.wrapping_add(4)));
            all.push(format!("{a}.{}.0.0/15", b & 0xfe));
        }
        if length == 27 {
            all.push(format!("{}/26", net.addr()));
        }
        return all;
    }
    if let Ok(address) = old.parse::<std::net::Ipv4Addr>() {
        all.extend(
            [10, 11, 12]
                .map(|more| std::net::Ipv4Addr::from(u32::from(address) + more).to_string()),
        );
        return all;
    }
    let digit = old.rfind(|c: char| c.is_ascii_hexdigit());
    if let Some(at) = digit.filter(|_| old.len() == 36) {
        let other = if old.ends_with('0') { "1" } else { "0" };
        all.push(format!("{}{other}", &old[..at]));
        return all;
    }
    all.push(format!("{old}q"));
    all.push(format!("q{old}"));
    all
}
